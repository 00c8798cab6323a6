from bumang.cli import main

main()
