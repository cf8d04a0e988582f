#version 330 core
// A premultiplied picture over what is there.
in vec2 v_at;
uniform sampler2D u_picture;
out vec4 o_colour;

void main() { o_colour = texture(u_picture, v_at); }
