#pragma once
#include <string>
#include <vector>

#include "gateway/document/write.hpp"

namespace cimgate::json {

/// The message as it stands in a bundle, or alone with `level` 0, without line end.
std::string to_json_part(const document::Message& message, const document::WriteOptions& options,
                         std::size_t level, document::WriteLog& log);

/// A CIM document in its JSON form (facts: named types become {"value": …}, built-in types are bare, repeated
/// elements are arrays): {"X_MarketDocument": {…}}. Numbers keep their digits as they are written in the
/// document.
std::string to_json(const document::Message& message, const document::WriteOptions& options,
                    document::WriteLog* log = nullptr);

/// The supplement as a JSON object.
std::string to_json(const document::Supplement& supplement, const document::WriteOptions& options,
                    document::BundleLog* log = nullptr);

/// {"documents": [...], "supplement": {...}}
std::string bundle_to_json(const std::vector<document::Message>& documents,
                           const document::Supplement* supplement, const document::WriteOptions& options,
                           document::BundleLog* log = nullptr);

}  // namespace cimgate::json
