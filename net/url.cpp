// Boost.URL, compiled once; the package of headers suffices.
#include <boost/url/src.hpp>
