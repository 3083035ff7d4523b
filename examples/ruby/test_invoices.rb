# frozen_string_literal: true

require "minitest/autorun"

require_relative "fake"
require_relative "invoices"

FAKE = Fake.new
Minitest.after_run { FAKE.stop }

class TestInvoices < Minitest::Test
  def setup
    FAKE.control("post", "/reset")
  end

  def settings
    fake = FAKE.endpoints
    daemon = fake["apps"].find { |app| app["kind"] == "confidential" }
    Settings.from(
      "AUTHORITY" => fake["authority"],
      "CLIENT_ID" => daemon["client_id"],
      "CLIENT_SECRET" => daemon["client_secret"],
      "MAILBOX" => fake["users"].first["upn"],
      "IMAP" => fake["imap"].values.join(":"),
      "SMTP" => fake["smtp"].values.join(":"),
    )
  end

  def deliver(subject)
    message = { subject: subject, sender: "Fabrikam <billing@fabrikam.example>", body: "Please pay 120.00 EUR." }
    FAKE.control("post", "/mailboxes/alice/messages", message)
  end

  # Why the fake has refused something last.
  def refused
    FAKE.control("get", "/journal?refused=true")["exchanges"].last["refusals"].first["name"]
  end

  def test_invoices_are_answered_once
    deliver("Invoice 4711")
    deliver("Another subject")
    token = sign_in(settings)
    assert_equal ["4711"], answer_invoices(settings, token)
    answer = FAKE.control("post", "/outbound/wait", subject: "Re: Invoice 4711", timeout: 10)["messages"].first
    assert_equal ["billing@fabrikam.example"], answer["recipients"]
    assert_empty answer_invoices(settings, token)
  end

  def test_an_invoice_that_could_not_be_answered_is_answered_the_next_time
    deliver("Invoice 4712")
    FAKE.control("post", "/faults", kind: "throttle", place: "smtp", times: 1)
    token = sign_in(settings)
    assert_raises(Net::SMTPServerBusy) { answer_invoices(settings, token) }
    assert_equal ["4712"], answer_invoices(settings, token)
  end

  def test_a_token_that_has_run_out_is_refused
    token = sign_in(settings)
    FAKE.control("post", "/clock/advance", hours: 2)
    assert_raises(Net::IMAP::NoResponseError) { answer_invoices(settings, token) }
    assert_equal "TokenExpired", refused
  end

  def test_a_wrong_secret_is_refused_when_it_signs_in
    error = assert_raises(SignInFailed) { sign_in(settings.tap { |it| it.client_secret = "wrong" }) }
    assert_match "AADSTS7000215", error.message
    assert_equal "SecretWrong", refused
  end
end
