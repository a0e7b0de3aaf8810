"""The benchmark: the same mails kept, verified and searched by Tallystick and by what people use today."""
