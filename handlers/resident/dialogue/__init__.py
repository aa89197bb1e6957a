"""What an author and the office say to each other about a proposal: questions, replies, objections."""
