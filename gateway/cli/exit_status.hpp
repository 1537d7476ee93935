#pragma once

namespace cimgate::cli {

/// What the process says when it ends (docs/cli.md). The numbers are a contract with scripts.
enum ExitStatus : int {
  fine = 0,
  found = 1,  ///< findings at or above --fail-on, or a translation that lost or could not place something
  usage = 2,  ///< wrong options, unreadable files, a data folder that cannot be used
  undetermined = 3,  ///< could not be judged
  transport = 4,
  our_fault = 70,
};

/// The worse of two: an internal error, then usage, found, undetermined, fine.
ExitStatus worse(ExitStatus a, ExitStatus b);

}  // namespace cimgate::cli
