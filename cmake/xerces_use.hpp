#pragma once

/// Xerces-C++ counts its users itself, but not safely between threads: two that begin at once may find it
/// half made. Everybody in a program comes by here, whatever library they belong to.
namespace cimgate::xerces {

/// Xerces-C++ is ready when this returns, and stays so until end_use() was called as often.
void begin_use();
void end_use();

}  // namespace cimgate::xerces
