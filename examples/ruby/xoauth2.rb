# frozen_string_literal: true

# XOAUTH2 for the libraries that Ruby 3.1 comes with; net-imap has it from 0.3 on, net-smtp from 0.5 on.
require "net/imap"
require "net/smtp"

module XOAuth2
  def self.response(user, token)
    "user=#{user}\1auth=Bearer #{token}\1\1"
  end

  Authenticator = Struct.new(:user, :token) do
    # The first challenge is empty. Where a token is refused, another says why; the answer to it is empty.
    def process(challenge)
      challenge.to_s.empty? ? XOAuth2.response(user, token) : ""
    end
  end

  module ForSMTP
    def auth_xoauth2(user, token)
      response = critical { get_response("AUTH XOAUTH2 #{[XOAuth2.response(user, token)].pack('m0')}") }
      check_auth_response(response)
      response
    end
  end
end

if Gem::Version.new(Net::IMAP::VERSION) < Gem::Version.new("0.3")
  Net::IMAP.add_authenticator("XOAUTH2", XOAuth2::Authenticator)
end
Net::SMTP.prepend(XOAuth2::ForSMTP) if Gem::Version.new(Net::SMTP::VERSION) < Gem::Version.new("0.5")
