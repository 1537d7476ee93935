#pragma once
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/optional.hpp>
#include <string_view>

#include "gateway/http/body_sink.hpp"

namespace cimgate::http {

/// A body for Beast's parser that goes into a BodySink as it is parsed.
struct SinkBody {
  struct value_type {
    BodySink* sink = nullptr;
    BodySink::State state = BodySink::State::good;
  };

  class reader {
   public:
    template <bool is_request, class Fields>
    reader(boost::beast::http::header<is_request, Fields>&, value_type& value) : value_(value) {}

    void init(const boost::optional<std::uint64_t>&, boost::system::error_code& error) { error = {}; }

    template <class Buffers>
    std::size_t put(const Buffers& buffers, boost::system::error_code& error) {
      error = {};
      std::size_t size = 0;
      for (auto it = boost::asio::buffer_sequence_begin(buffers);
           it != boost::asio::buffer_sequence_end(buffers); ++it) {
        const boost::asio::const_buffer piece = *it;
        value_.state = value_.sink->put({static_cast<const char*>(piece.data()), piece.size()});
        if (value_.state != BodySink::State::good) {
          error = boost::beast::http::error::body_limit;
          break;
        }
        size += piece.size();
      }
      return size;
    }

    void finish(boost::system::error_code& error) { error = {}; }

   private:
    value_type& value_;
  };
};

}  // namespace cimgate::http
