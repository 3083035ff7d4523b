require "net/http"

ENV["URLS"].split.each do |url|
  Net::HTTP.get(URI(url))
  puts "ok"
rescue OpenSSL::SSL::SSLError => error
  puts "refused #{error.message}"
end
