"""From a submitted message to the mailboxes that get it, and what arrives there."""
