"""What the processes outside and inside have agreed on: which namespaces are handed over, and how."""

#: kinds of namespaces (linux/sched.h)
CLONE_NEWNS, CLONE_NEWUSER, CLONE_NEWNET = 0x00020000, 0x10000000, 0x40000000
#: in the order in which they are entered: the names that /proc has for them, and their kinds
NAMESPACES = (("user", CLONE_NEWUSER), ("net", CLONE_NEWNET), ("mnt", CLONE_NEWNS))
#: descriptors that one message carries at most (SCM_MAX_FD is 253)
AT_ONCE = 200
#: what has its ports in UDP
DNS = "dns"
