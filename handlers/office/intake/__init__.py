"""What an office takes down for somebody who does not write to the bot: from paper, by ear, forwarded."""
