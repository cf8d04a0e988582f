#version 330 core
in vec2 v_across_half;
in vec4 v_colour;
out vec4 o_colour;

void main() {
    float cover = clamp(v_across_half.y + 0.5 - abs(v_across_half.x), 0.0, 1.0);
    o_colour = vec4(v_colour.rgb, v_colour.a * cover);
}
