#pragma once
#include "gateway/document/path.hpp"

namespace cimgate::mapping {

using document::below;
using document::ensure;
using document::ensure_parent;
using document::exists;
using document::exists_any;
using document::find;
using document::find_parent;
using document::message_path;
using document::Path;
using document::read;
using document::resolve_path;
using document::schema_path;
using document::write;

}  // namespace cimgate::mapping
