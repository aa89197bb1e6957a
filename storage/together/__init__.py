"""What residents and aimaks do together: who supports whose proposal, and two aimaks that become one."""
