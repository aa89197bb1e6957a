"""What a process is: serving, the terminal session, the doctor, the back-up and the demo."""
