#version 330 core
in vec2 v_at;
flat in vec4 v_colour;
flat in vec4 v_halo;
flat in vec2 v_range_halo;
uniform sampler2D u_atlas;
uniform int u_halo_pass;
out vec4 o_colour;

void main() {
    float inside_px = (texture(u_atlas, v_at).r - 0.5019608) * v_range_halo.x;
    if (u_halo_pass == 1) {
        float cover = smoothstep(-v_range_halo.y - 0.6, -v_range_halo.y * 0.35, inside_px);
        o_colour = vec4(v_halo.rgb, v_halo.a * cover);
    } else {
        o_colour = vec4(v_colour.rgb, v_colour.a * clamp(inside_px + 0.5, 0.0, 1.0));
    }
}
