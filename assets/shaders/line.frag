#version 330 core
in vec3 v_along_across_length;
in vec2 v_place;
uniform vec2 u_cut_low, u_cut_high;
uniform float u_fade;
uniform float u_half_width_px;
uniform vec4 u_colour;
out vec4 o_colour;

void main() {
    float at = v_along_across_length.x;
    float beyond = max(max(-at, at - v_along_across_length.z), 0.0);
    float away = length(vec2(beyond, v_along_across_length.y));
    float cover = clamp(u_half_width_px + 0.5 - away, 0.0, 1.0) * min(1.0, u_half_width_px * 2.0);
    if (u_fade > 0.0) {
        vec2 inwards = min(v_place - u_cut_low, u_cut_high - v_place);
        cover *= smoothstep(0.0, u_fade, min(inwards.x, inwards.y));
    }
    o_colour = vec4(u_colour.rgb, u_colour.a * cover);
}
