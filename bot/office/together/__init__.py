"""What residents and aimaks do together: supporting a proposal, adding to it, two aimaks that become one."""
