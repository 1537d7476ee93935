#pragma once
#include <string>
#include <vector>

#include "cimgate/finding.hpp"
#include "gateway/conformance/schema_check.hpp"
#include "gateway/document/paths.hpp"
#include "gateway/mapping/engine.hpp"

/// What a translation has to say, as findings in English and Norwegian.
namespace cimgate::mapping {

/// A finding at a node of a document that was read; the source is the correspondence's place in the mapping
/// files.
Finding finding_at(std::string rule_id, Severity severity, document::Paths& paths, document::NodeId node,
                   const Correspondence* rule);

/// Policies that were used: one finding a correspondence, with the number of times.
void add_policies(const std::vector<Note>& notes, document::Paths& bim, std::vector<Finding>& findings);

/// What is said of a policy that was used so many times.
void tell_policy(const Correspondence& rule, const std::string& policy, std::size_t times, Finding& finding);

/// Says which elements of the BIM message were filled by a `default`, once a correspondence.
void add_defaults(const Traces& traces, document::Paths& bim, std::vector<Finding>& findings);

Finding unplaced(const Note& note, document::Paths& paths);
Finding lost(document::Paths& cim, document::NodeId node, const schema::Attribute* attribute,
             const Correspondence* rule, const Text& why);
/// `other`: path of the place that says something else, where it is known.
Finding contradiction(document::Paths& cim, document::NodeId node, const schema::Attribute* attribute,
                      const Correspondence* rule, const std::string& other = {});
/// Mandatory content of the BIM message that neither documents nor supplement give, or content of theirs that
/// may not stand there.
Finding unknown_content(document::Paths& paths, const conformance::Violation& violation,
                        const Correspondence* rule, const Text& why, const MappingDef& mapping);
/// An internal error.
Finding fault(std::string rule_id, std::string en, std::string nb);
/// There is a mapping of such a message, for another schema set than its own: nothing is known of this one.
Finding not_translated(const document::Message& bim, const MappingDef& mapping);
Finding not_translated(const std::string& names, const std::string& set, const MappingDef& mapping);
/// The input cannot be translated at all.
Finding refused(std::string rule_id, Text text, Text advice);

}  // namespace cimgate::mapping
