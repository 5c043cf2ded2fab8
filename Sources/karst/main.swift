import Glibc

exit(Invocation().run())
