#!/bin/sh
# runc for machines that may not hand on CAP_SYS_RESOURCE, which is among what a privileged container gets: without it
# everything works, with it no container starts. containerd names the file that lists what a process gets.
option= file=
for argument; do
  case $option in
    -b | --bundle) file=$argument/config.json ;;
    -p | --process) file=$argument ;;
  esac
  option=$argument
done
[ -z "$file" ] || sed -i 's/"CAP_SYS_RESOURCE",//g; s/,"CAP_SYS_RESOURCE"//g' "$file"
exec runc "$@"
