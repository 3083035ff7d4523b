# frozen_string_literal: true

# Answers the invoices in a mailbox: finds them by IMAP, thanks for each by SMTP, and marks it as read.
#
#     TENANT_ID=… CLIENT_ID=… CLIENT_SECRET=… MAILBOX=invoices@contoso.com ruby invoices.rb
require "json"
require "net/http"

require_relative "xoauth2"

# Where Microsoft 365 is and who asks. Only tests set the addresses.
Settings = Struct.new(:authority, :client_id, :client_secret, :mailbox, :imap, :smtp, keyword_init: true) do
  def self.from(env)
    new(
      authority: env["AUTHORITY"] || "https://login.microsoftonline.com/#{env.fetch('TENANT_ID')}",
      client_id: env.fetch("CLIENT_ID"),
      client_secret: env.fetch("CLIENT_SECRET"),
      mailbox: env.fetch("MAILBOX"),
      imap: env.fetch("IMAP", "outlook.office365.com:993").split(":"),
      smtp: env.fetch("SMTP", "smtp.office365.com:587").split(":"),
    )
  end
end

class SignInFailed < StandardError; end

# The application's own token, by client credentials.
def sign_in(settings)
  answer = Net::HTTP.post_form(
    URI("#{settings.authority}/oauth2/v2.0/token"),
    grant_type: "client_credentials", client_id: settings.client_id, client_secret: settings.client_secret,
    scope: "https://outlook.office365.com/.default",
  )
  body = JSON.parse(answer.body)
  body["access_token"] or raise SignInFailed, body["error_description"]
end

# Returns the numbers of those that were answered.
def answer_invoices(settings, token)
  host, port = settings.imap
  imap = Net::IMAP.new(host, port: Integer(port), ssl: true)
  imap.authenticate("XOAUTH2", settings.mailbox, token)
  imap.select("INBOX")
  imap.uid_search(%w[UNSEEN SUBJECT Invoice]).filter_map do |uid|
    envelope = imap.uid_fetch(uid, "ENVELOPE").first.attr["ENVELOPE"]
    number = envelope.subject[/Invoice (\d+)/, 1] or next
    thank(settings, token, envelope, number)
    imap.uid_store(uid, "+FLAGS.SILENT", [:Seen])
    number
  end
ensure
  imap&.disconnect
end

def thank(settings, token, envelope, number)
  from = envelope.reply_to.first
  sender = "#{from.mailbox}@#{from.host}"
  host, port = settings.smtp
  smtp = Net::SMTP.new(host, Integer(port), starttls: :always)
  smtp.start(user: settings.mailbox, secret: token, authtype: :xoauth2) do
    smtp.send_message(<<~MESSAGE.gsub("\n", "\r\n"), settings.mailbox, sender)
      From: #{settings.mailbox}
      To: #{sender}
      Subject: Re: #{envelope.subject}
      In-Reply-To: #{envelope.message_id}

      Thank you. Invoice #{number} will be paid within 30 days.
    MESSAGE
  end
end

if $PROGRAM_NAME == __FILE__
  settings = Settings.from(ENV)
  puts "answered: #{answer_invoices(settings, sign_in(settings)).join(', ')}"
end
