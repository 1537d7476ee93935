#include "gateway/xml/fault.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>
#include <xercesc/framework/XMLErrorCodes.hpp>

#include "gateway/source/problem.hpp"
#include "gateway/xml/tokens.hpp"

namespace cimgate::xml {
namespace {

using xercesc::XMLErrs;

/// What the many codes of the parser come down to.
enum class Cause : std::uint8_t {
  wrong_end_tag,
  end_tag_too_many,
  ends_early,
  repeated_attribute,
  unknown_prefix,
  wrong_namespace_declaration,
  after_root,
  no_root,
  bad_character,
  bad_character_reference,
  unknown_entity,
  bare_ampersand,
  bare_less_than,
  bad_attribute,
  bad_name,
  bad_declaration,
  bracket_sequence,
  bad_comment,
  other,
};

Cause cause_of(unsigned code) {
  switch (code) {
    case XMLErrs::ExpectedEndOfTagX:
      return Cause::wrong_end_tag;
    case XMLErrs::MoreEndThanStartTags:
      return Cause::end_tag_too_many;
    case XMLErrs::EndedWithTagsOnStack:
    case XMLErrs::UnterminatedCDATASection:
    case XMLErrs::UnterminatedComment:
    case XMLErrs::UnterminatedPI:
    case XMLErrs::UnterminatedXMLDecl:
    case XMLErrs::UnexpectedEOE:
      return Cause::ends_early;
    case XMLErrs::AttrAlreadyUsedInSTag:
      return Cause::repeated_attribute;
    case XMLErrs::UnknownPrefix:
      return Cause::unknown_prefix;
    case XMLErrs::NoEmptyStrNamespace:
    case XMLErrs::NoUseOfxmlnsAsPrefix:
    case XMLErrs::NoUseOfxmlnsURI:
    case XMLErrs::PrefixXMLNotMatchXMLURI:
    case XMLErrs::XMLURINotMatchXMLPrefix:
    case XMLErrs::NoXMLNSAsElementPrefix:
      return Cause::wrong_namespace_declaration;
    case XMLErrs::NotValidAfterContent:
    case XMLErrs::ExpectedCommentOrPI:
    case XMLErrs::CDATAOutsideOfContent:
      return Cause::after_root;
    case XMLErrs::EmptyMainEntity:
    case XMLErrs::InvalidDocumentStructure:
      return Cause::no_root;
    case XMLErrs::InvalidCharacter:
    case XMLErrs::InvalidCharacterInAttrValue:
    case XMLErrs::Expected2ndSurrogateChar:
    case XMLErrs::Unexpected2ndSurrogateChar:
      return Cause::bad_character;
    case XMLErrs::InvalidCharacterRef:
    case XMLErrs::UnterminatedCharRef:
    case XMLErrs::ExpectedNumericalCharRef:
    case XMLErrs::BadDigitForRadix:
    case XMLErrs::HexRadixMustBeLowerCase:
      return Cause::bad_character_reference;
    case XMLErrs::EntityNotFound:
      return Cause::unknown_entity;
    case XMLErrs::ExpectedEntityRefName:
    case XMLErrs::InvalidEntityRefName:
    case XMLErrs::UnterminatedEntityRef:
      return Cause::bare_ampersand;
    case XMLErrs::BracketInAttrValue:
      return Cause::bare_less_than;
    case XMLErrs::ExpectedAttrName:
    case XMLErrs::InvalidAttrName:
    case XMLErrs::ExpectedEqSign:
    case XMLErrs::ExpectedAttrValue:
    case XMLErrs::ExpectedQuotedString:
    case XMLErrs::ExpectedWhitespace:
      return Cause::bad_attribute;
    case XMLErrs::ExpectedElementName:
    case XMLErrs::InvalidElementName:
    case XMLErrs::ColonNotLegalWithNS:
    case XMLErrs::ExpectedMarkup:
    case XMLErrs::ExpectedCommentOrCDATA:
      return Cause::bad_name;
    case XMLErrs::XMLDeclMustBeFirst:
    case XMLErrs::XMLDeclMustBeLowerCase:
    case XMLErrs::NoPIStartsWithXML:
    case XMLErrs::XMLVersionRequired:
    case XMLErrs::BadXMLVersion:
    case XMLErrs::UnsupportedXMLVersion:
    case XMLErrs::BadXMLEncoding:
    case XMLErrs::BadStandalone:
    case XMLErrs::StandaloneNotLegal:
    case XMLErrs::DeclStringRep:
    case XMLErrs::DeclStringsInWrongOrder:
    case XMLErrs::ExpectedDeclString:
    case XMLErrs::TextDeclNotLegalHere:
      return Cause::bad_declaration;
    case XMLErrs::BadSequenceInCharData:
      return Cause::bracket_sequence;
    case XMLErrs::IllegalSequenceInComment:
    case XMLErrs::CommentsMustStartWith:
      return Cause::bad_comment;
    default:
      return Cause::other;
  }
}

struct Words {
  Text text;
  Text advice;
};

const Text ask_the_writer = {
    "Correct the program that wrote the document, or correct the document in an XML editor.",
    "Rett programmet som skrev dokumentet, eller rett dokumentet i et XML-redigeringsprogram."};

class Describer {
 public:
  Describer(const source::SourceText& source, const XmlFault& fault, const source::Seam& seam)
      : source_(source), fault_(fault), seam_(seam) {}

  Finding describe() {
    offset_ = std::min(fault_.offset, source_.text().size());
    auto cause = cause_of(fault_.code);
    const auto rest = source_.text().substr(offset_);
    // Whatever the parser stumbled over: where nothing follows, the document was cut off.
    const bool cut = is_xml_white_space(rest) && (!fault_.open.empty() || is_inside_tag());
    if (cut && cause != Cause::wrong_end_tag && cause != Cause::repeated_attribute) cause = Cause::ends_early;
    if (cause == Cause::repeated_attribute)
      if (auto finding = unknown_attribute_of_instances()) return std::move(*finding);
    auto words = words_for(cause);
    auto finding = source::make_problem("wellformed.syntax", source_.at(offset_), std::move(words.text),
                                        std::move(words.advice));
    finding.source = {"published", "XML 1.0 and Namespaces in XML 1.0 (W3C)"};
    return finding;
  }

 private:
  std::string_view name_at(std::size_t tag) const { return name_in_tag(source_.text().substr(tag)); }

  /// The parser takes an attribute of the namespace of xsi:type, xsi:nil and the locations that is none of
  /// these for one that is there twice. The document is well-formed, and not valid.
  std::optional<Finding> unknown_attribute_of_instances() const {
    const auto tag = tag_before();
    if (tag == std::string_view::npos) return std::nullopt;
    std::vector<RawAttribute> attributes;
    read_attributes(source_.text().substr(tag), attributes);
    std::vector<std::string_view> locals;
    std::optional<RawAttribute> unknown;
    for (const auto& attribute : attributes) {
      const auto [prefix, local] = split_name(attribute.name);
      if (prefix == "xmlns" || attribute.name == "xmlns") continue;
      if (std::find(locals.begin(), locals.end(), local) != locals.end()) return std::nullopt;
      locals.push_back(local);
      constexpr std::array<std::string_view, 4> known = {"type", "nil", "schemaLocation",
                                                         "noNamespaceSchemaLocation"};
      if (!prefix.empty() && prefix != "xml" && std::find(known.begin(), known.end(), local) == known.end())
        unknown = attribute;
    }
    if (!unknown) return std::nullopt;
    const auto name = source::shown_name(unknown->name);
    return source::make_problem(
        "schema.unexpected-attribute", source_.at(tag + unknown->offset),
        {fmt::format("Attribute '{}' is not one that XML Schema has for messages.", name),
         fmt::format("Attributtet '{}' er ikke et som XML Schema har for meldinger.", name)},
        {"Remove it.", "Fjern det."});
  }

  /// The '<' before the fault; npos when there is none.
  std::size_t tag_before() const {
    return offset_ == 0 ? std::string_view::npos : source_.text().rfind('<', offset_ - 1);
  }

  bool is_inside_tag() const {
    const auto tag = tag_before();
    return tag != std::string_view::npos &&
           source_.text().substr(tag, offset_ - tag).find('>') == std::string_view::npos;
  }

  /// From behind a character to the character.
  void step_back() {
    if (offset_ > 0) --offset_;
    while (offset_ > 0 && (static_cast<unsigned char>(source_.text()[offset_]) & 0xC0U) == 0x80U) --offset_;
  }

  void place_at_tag() {
    if (const auto tag = tag_before(); tag != std::string_view::npos) offset_ = tag;
  }

  Words words_for(Cause cause) {
    switch (cause) {
      case Cause::wrong_end_tag:
        return wrong_end_tag();
      case Cause::ends_early:
        return ends_early();
      case Cause::repeated_attribute:
        place_at_tag();
        return {
            {fmt::format("Element '{}' has the same attribute twice.", source::shown_name(name_at(offset_))),
             fmt::format("Elementet '{}' har samme attributt to ganger.",
                         source::shown_name(name_at(offset_)))},
            {"Remove one of the two.", "Fjern den ene."}};
      case Cause::unknown_prefix:
        place_at_tag();
        return {{fmt::format("Element '{}' uses a namespace prefix that is not declared.",
                             source::shown_name(name_at(offset_))),
                 fmt::format("Elementet '{}' bruker et navneromsprefiks som ikke er deklarert.",
                             source::shown_name(name_at(offset_)))},
                {"Declare the prefix in this element or one around it: xmlns:prefix=\"…\".",
                 "Deklarer prefikset i dette elementet eller i et utenfor: xmlns:prefiks=\"…\"."}};
      case Cause::wrong_namespace_declaration:
        place_at_tag();
        return {
            {fmt::format("Element '{}' declares a namespace in a way that XML does not allow.",
                         source::shown_name(name_at(offset_))),
             fmt::format("Elementet '{}' deklarerer et navnerom på en måte XML ikke tillater.",
                         source::shown_name(name_at(offset_)))},
            {"Leave the prefixes xml and xmlns as they are, and give every prefix a name that is not empty.",
             "La prefiksene xml og xmlns være som de er, og gi hvert prefiks et navn som ikke er tomt."}};
      case Cause::after_root:
        return {{"Something follows after the end of the document; expected only one root element.",
                 "Noe kommer etter slutten på dokumentet; forventet bare ett rotelement."},
                {"Send one document at a time; one bundle can hold several CIM documents.",
                 "Send ett dokument om gangen; flere CIM-dokumenter kan stå i én dokumentpakke."}};
      case Cause::end_tag_too_many:
        place_at_tag();
        return {{"An end tag has no start tag.", "En sluttagg har ingen starttagg."}, ask_the_writer};
      case Cause::no_root:
        return {{"Expected an element here; an XML document has one root element.",
                 "Forventet et element her; et XML-dokument har ett rotelement."},
                {"Check that the file holds the whole message and nothing before it.",
                 "Kontroller at filen inneholder hele meldingen og ingenting før den."}};
      case Cause::bad_character:
        step_back();
        return {{"XML does not allow this character.", "XML tillater ikke dette tegnet."},
                {"Remove the control character; only tab, line feed and carriage return are allowed.",
                 "Fjern kontrolltegnet; bare tabulator, linjeskift og vognretur er tillatt."}};
      case Cause::bad_character_reference:
        return {{"A character reference is malformed, or names a character that XML does not allow.",
                 "En tegnreferanse er ikke riktig skrevet, eller viser til et tegn som XML ikke tillater."},
                {"Write the character itself, or its number as &#233; or &#xE9;.",
                 "Skriv tegnet selv, eller nummeret som &#233; eller &#xE9;."}};
      case Cause::unknown_entity:
        return {{"Unknown entity; expected one of amp, lt, gt, quot, apos.",
                 "Ukjent entitet; forventet en av amp, lt, gt, quot, apos."},
                {"Write the character itself: HTML names like &nbsp; or &oslash; are not part of XML.",
                 "Skriv tegnet selv: HTML-navn som &nbsp; eller &oslash; er ikke del av XML."}};
      case Cause::bare_ampersand:
        return {{"This '&' does not begin a reference, as XML requires.",
                 "Denne '&' begynner ikke en referanse, slik XML krever."},
                {"Write &amp; for the character itself.", "Skriv &amp; for selve tegnet."}};
      case Cause::bare_less_than:
        return {
            {"XML does not allow '<' in an attribute value.", "XML tillater ikke '<' i en attributtverdi."},
            {"Write &lt; for the character itself, or close the quotation mark before it.",
             "Skriv &lt; for selve tegnet, eller lukk anførselstegnet før det."}};
      case Cause::bad_attribute:
        return {{"An attribute is malformed; expected name=\"value\", with white space before it.",
                 "Et attributt har feil form; forventet navn=\"verdi\", med mellomrom foran."},
                ask_the_writer};
      case Cause::bad_name:
        return {
            {"A '<' is not followed by the name of an element.", "En '<' er ikke fulgt av et elementnavn."},
            {"Write &lt; where the character itself is meant.", "Skriv &lt; der selve tegnet er ment."}};
      case Cause::bad_declaration:
        return {
            {"The XML declaration is malformed, or is not at the very beginning.",
             "XML-deklarasjonen har feil, eller står ikke helt først."},
            {"Begin the document with <?xml version=\"1.0\" encoding=\"UTF-8\"?>, with nothing before it.",
             "Begynn dokumentet med <?xml version=\"1.0\" encoding=\"UTF-8\"?>, uten noe foran."}};
      case Cause::bracket_sequence:
        return {{"']]>' is not allowed in text: in XML it ends a CDATA section.",
                 "']]>' er ikke tillatt i tekst: i XML avslutter det en CDATA-seksjon."},
                {"Write ]]&gt; instead.", "Skriv ]]&gt; i stedet."}};
      case Cause::bad_comment:
        return {{"The comment is malformed; it must not contain '--'.",
                 "En kommentar er ikke riktig skrevet; '--' kan ikke stå i den."},
                {"Remove the comment, or the two hyphens in it.",
                 "Fjern kommentaren, eller de to bindestrekene i den."}};
      case Cause::other:
        break;
    }
    return {{"The document is not well-formed XML from here on.",
             "Dokumentet er ikke velformet XML fra dette stedet."},
            ask_the_writer};
  }

  Words wrong_end_tag() {
    place_at_tag();
    const auto found = source::shown_name(name_at(offset_));
    const auto open = fault_.open.empty() ? std::string() : source::shown_name(name_at(fault_.open.back()));
    const auto line = fault_.open.empty() ? 0 : line_of(fault_.open.back());
    return {{fmt::format("End tag '{}' does not fit: expected the end of '{}', which begins in line {}.",
                         found, open, line),
             fmt::format("Sluttaggen '{}' passer ikke: forventet slutten på '{}', som begynner i linje {}.",
                         found, open, line)},
            ask_the_writer};
  }

  Words ends_early() {
    Words words = {{"The document ends too early", "Dokumentet slutter for tidlig"},
                   {"The document was probably cut off in transfer or while it was written: get it again.",
                    "Dokumentet ble trolig avkortet under overføring eller skriving: hent det på nytt."}};
    if (fault_.open.empty()) {
      words.text.en += ": a tag is not finished.";
      words.text.nb += ": en tagg er ikke ferdig.";
      return words;
    }
    const auto name = source::shown_name(name_at(fault_.open.back()));
    const auto line = line_of(fault_.open.back());
    words.text.en += fmt::format(": expected the end of '{}', which begins in line {}.", name, line);
    words.text.nb += fmt::format(": forventet slutten på '{}', som begynner i linje {}.", name, line);
    return words;
  }

  std::uint32_t line_of(std::size_t offset) const { return seam_.moved(source_.at(offset)).line; }

  const source::SourceText& source_;
  const XmlFault& fault_;
  const source::Seam& seam_;
  std::size_t offset_ = 0;
};

}  // namespace

Finding describe_fault(const source::SourceText& source, const XmlFault& fault, const source::Seam& seam) {
  return Describer(source, fault, seam).describe();
}

}  // namespace cimgate::xml
