# frozen_string_literal: true

# A fake Exchange Online beside the tests.
require "json"
require "net/http"
require "openssl"
require "tmpdir"

class Fake
  # Where everything is: what `serve --endpoints` has written.
  attr_reader :endpoints

  def initialize(*options)
    @folder = Dir.mktmpdir
    file = File.join(@folder, "endpoints.json")
    @server = Process.spawn("fakeserver", "serve", "--endpoints", file, *options, out: File::NULL)
    # The file is there once all ports accept.
    until File.exist?(file)
      raise "fakeserver has ended; it says above why" if Process.wait(@server, Process::WNOHANG)

      sleep 0.02
    end
    @endpoints = JSON.parse(File.read(file))
    # net/http, net/imap and net/smtp verify by this store, where they are not given another.
    OpenSSL::SSL::SSLContext::DEFAULT_CERT_STORE.add_file(@endpoints["ca_file"])
  end

  # Asks the control API about the fake's tenant. Returns what it answers; what it refuses is an error that says why.
  def control(method, path, body = nil)
    uri = URI("#{@endpoints['control_url']}/tenants/#{@endpoints['tenant_id']}#{path}")
    request = Net::HTTP.const_get(method.capitalize).new(uri)
    request.content_type = "application/json"
    request.body = body.to_json if body
    answer = Net::HTTP.start(uri.host, uri.port, use_ssl: true) { |http| http.request(request) }
    said = answer.body && JSON.parse(answer.body)
    raise "#{method} #{path}: #{said['detail']}" unless answer.is_a?(Net::HTTPSuccess)

    said
  end

  def stop
    Process.kill("TERM", @server)
    Process.wait(@server)
    FileUtils.remove_entry(@folder)
  end
end
