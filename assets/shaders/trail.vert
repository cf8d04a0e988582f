#version 330 core
// Trails: each step between two fixes is a quad around a capsule. What is seen of it depends on the time
// shown alone: trail_part() in render/trails/trail_points.hpp is the same rule.
layout(location = 0) in vec4 a_from;   // x, y in map units; seconds; unit
layout(location = 1) in vec4 a_to;     // the unit is negative where it is not joined to the fix before
uniform vec2 u_origin_px;
uniform vec2 u_viewport_px;
uniform float u_px_per_unit;
uniform float u_width_px;
uniform float u_until_s;
uniform float u_length_s;
uniform int u_onwards;                 // to the place between two fixes
uniform sampler2D u_colours;           // by unit, a thousand and twenty-four in a row
out vec3 v_along_across_length;
out vec2 v_ages;
flat out vec4 v_colour;

void main() {
    gl_Position = vec4(2.0, 2.0, 2.0, 1.0);  // out of sight
    v_along_across_length = vec3(0.0);
    v_ages = vec2(0.0);
    v_colour = vec4(0.0);
    float oldest = u_until_s - u_length_s;
    if (a_to.w < 0.0 || a_to.z <= oldest || a_from.z >= u_until_s || (u_onwards == 0 && a_to.z > u_until_s)) return;
    int unit = int(a_to.w + 0.5);
    if ((unit >> 10) >= textureSize(u_colours, 0).y) return;
    v_colour = texelFetch(u_colours, ivec2(unit & 1023, unit >> 10), 0);
    if (v_colour.a == 0.0) return;

    float span = a_to.z > a_from.z ? a_to.z - a_from.z : 1.0;
    float from = a_from.z < oldest ? (oldest - a_from.z) / span : 0.0;
    float to = a_to.z > u_until_s ? (u_until_s - a_from.z) / span : 1.0;
    v_ages = (vec2(u_until_s) - (vec2(a_from.z) + vec2(from, to) * span)) / u_length_s;
    vec2 a = mix(a_from.xy, a_to.xy, from) * u_px_per_unit + u_origin_px;
    vec2 b = mix(a_from.xy, a_to.xy, to) * u_px_per_unit + u_origin_px;
    float reach = u_width_px * 0.5 + 1.0;
    float len = length(b - a);
    vec2 along = len > 0.0 ? (b - a) / len : vec2(1.0, 0.0);
    vec2 across = vec2(-along.y, along.x);
    vec2 corner = vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1)) * 2.0 - 1.0;
    float at = corner.x < 0.0 ? -reach : len + reach;
    vec2 px = a + along * at + across * corner.y * reach;
    v_along_across_length = vec3(at, corner.y * reach, len);
    vec2 ndc = px / u_viewport_px * 2.0 - 1.0;
    gl_Position = vec4(ndc.x, -ndc.y, 0.0, 1.0);
}
