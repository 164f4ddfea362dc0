"""The post: notices as they are drawn up, the letters they become, the mailer that sends them."""
