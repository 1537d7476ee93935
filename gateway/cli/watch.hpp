#pragma once
#include <functional>
#include <string>
#include <vector>

#include "gateway/cli/exit_status.hpp"

namespace cimgate::cli {

/// What `--watch` looks at, and what it must not take for news.
struct Watched {
  std::vector<std::string> paths;    ///< files, folders with all below them, and patterns
  std::vector<std::string> written;  ///< files that the run itself writes
};

/// Runs `work` now, and again each time a file comes, goes or changes. Ends when there is no file to look at,
/// with what `work` said; else never: Ctrl-C ends the process. `told` is called before it waits, and before
/// each further run.
enum class WatchStage { waiting, changed };
ExitStatus run_watching(const Watched& watched, const std::function<ExitStatus()>& work,
                        const std::function<void(WatchStage)>& told);

}  // namespace cimgate::cli
