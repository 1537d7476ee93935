#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "gateway/schema/model.hpp"
#include "gateway/schema/value_plan.hpp"
#include "gateway/schema/words.hpp"

/// What a type asks for, in words that fit after "expected".
namespace cimgate::schema {

/// The lexical form: "a number, such as 10.450".
Words describe_form(const ValuePlan& plan);
/// "one of E17, E18"; of a long list the codes nearest to `text`, and how many there are.
Words describe_codes(const SimpleType& type, std::string_view text);
Words describe_length(const ValuePlan& plan);
/// "at most 3 decimals", or how many digits in all, whichever `number` breaks.
Words describe_digits(const ValuePlan& plan, const Decimal& number);
Words describe_range(const ValuePlan& plan);

}  // namespace cimgate::schema
