"""The post: notices as they are issued, the letters they become, the mailer that sends them."""
