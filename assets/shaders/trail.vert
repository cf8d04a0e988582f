#version 330 core
layout(location = 0) in vec2 a_px;
layout(location = 1) in vec2 a_across_half;
layout(location = 2) in vec4 a_colour;
uniform vec2 u_viewport_px;
out vec2 v_across_half;
out vec4 v_colour;

void main() {
    v_across_half = a_across_half;
    v_colour = a_colour;
    vec2 ndc = a_px / u_viewport_px * 2.0 - 1.0;
    gl_Position = vec4(ndc.x, -ndc.y, 0.0, 1.0);
}
