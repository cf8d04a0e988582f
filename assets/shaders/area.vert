#version 330 core
// Areas: triangles in map units, to pixels from the viewport's top left.
layout(location = 0) in vec2 a_place;
layout(location = 1) in float a_area;
uniform vec2 u_origin_px;
uniform vec2 u_viewport_px;
uniform float u_px_per_unit;
flat out int v_area;
out vec2 v_px;
out vec2 v_place;

void main() {
    v_place = a_place;
    v_px = a_place * u_px_per_unit + u_origin_px;
    v_area = int(a_area + 0.5);
    vec2 ndc = v_px / u_viewport_px * 2.0 - 1.0;
    gl_Position = vec4(ndc.x, -ndc.y, 0.0, 1.0);
}
