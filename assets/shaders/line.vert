#version 330 core
// Borders: each segment is a quad around a capsule, so joins are round and the width is constant.
layout(location = 0) in vec4 a_segment;
uniform vec2 u_origin_px;
uniform vec2 u_viewport_px;
uniform float u_px_per_unit;
uniform float u_half_width_px;
out vec2 v_place;
out vec3 v_along_across_length;

void main() {
    vec2 a = a_segment.xy * u_px_per_unit + u_origin_px;
    vec2 b = a_segment.zw * u_px_per_unit + u_origin_px;
    float reach = u_half_width_px + 1.0;
    float len = length(b - a);
    vec2 along = len > 0.0 ? (b - a) / len : vec2(1.0, 0.0);
    vec2 across = vec2(-along.y, along.x);
    vec2 corner = vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1)) * 2.0 - 1.0;
    float at = corner.x < 0.0 ? -reach : len + reach;
    vec2 px = a + along * at + across * corner.y * reach;
    v_along_across_length = vec3(at, corner.y * reach, len);
    v_place = (px - u_origin_px) / u_px_per_unit;
    vec2 ndc = px / u_viewport_px * 2.0 - 1.0;
    gl_Position = vec4(ndc.x, -ndc.y, 0.0, 1.0);
}
