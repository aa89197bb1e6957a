"""What whoever runs or weighs the install sees at the desk: all aimaks beside each other, and one."""
