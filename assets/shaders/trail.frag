#version 330 core
// Premultiplied, and blended by the maximum: where steps meet, the stronger counts.
in vec3 v_along_across_length;
in vec2 v_ages;
flat in vec4 v_colour;
uniform float u_width_px;
out vec4 o_colour;

void main() {
    float at = v_along_across_length.x, len = v_along_across_length.z;
    float on = clamp(at, 0.0, len);
    float age = mix(v_ages.x, v_ages.y, len > 0.0 ? on / len : 1.0);
    float half_px = u_width_px * (1.0 - 0.55 * age) * 0.5;
    float away = length(vec2(at - on, v_along_across_length.y));
    float cover = clamp(half_px + 0.5 - away, 0.0, 1.0) * (1.0 - age * age) * v_colour.a;
    o_colour = vec4(v_colour.rgb * cover, cover);
}
