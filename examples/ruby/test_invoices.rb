# frozen_string_literal: true

require "minitest/autorun"

require_relative "fake"
require_relative "invoices"

FAKE = Fake.new("--config", File.join(__dir__, "fake.toml"))
Minitest.after_run { FAKE.stop }

class TestInvoices < Minitest::Test
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

  def test_invoices_are_answered_once
    token = sign_in(settings)
    assert_equal ["4711"], answer_invoices(settings, token)
    assert_empty answer_invoices(settings, token)
  end

  def test_a_wrong_secret_is_refused_when_it_signs_in
    error = assert_raises(SignInFailed) { sign_in(settings.tap { |it| it.client_secret = "wrong" }) }
    assert_match "AADSTS7000215", error.message
  end
end
