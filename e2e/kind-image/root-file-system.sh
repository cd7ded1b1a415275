#!/bin/sh
# Makes the root file system of a kind node, of Debian packages and of the files of kind's base image.
# $1: where, $2: images/base/files of kind's module.
# https://github.com/kubernetes-sigs/kind/blob/v0.33.0/images/base/Dockerfile
set -eu

root=$1 files=$2

# containerd 1.6 of this release serves kubelets up to 1.35.
mmdebstrap --mode=root --variant=essential --format=directory \
  --aptopt='Apt::Install-Recommends "false"' --dpkgopt='path-exclude=/usr/share/doc/*' \
  --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
  --include=systemd,kmod,procps,iproute2,iptables,conntrack,ethtool,containerd,runc,containernetworking-plugins \
  bookworm "$root"

# What is in Go's module cache may not be written to.
cp --recursive --no-preserve=mode "$files/." "$root/"
chmod 755 "$root"/usr/local/bin/* "$root"/kind/bin/*
for program in containerd ctr containerd-shim-runc-v2; do
  ln -s "/usr/bin/$program" "$root/usr/local/bin/$program"
done
mkdir -p "$root/etc/kubernetes/manifests" "$root/kind/manifests"

# A container has no devices, kernel log or file systems of its own to look after.
units=$root/lib/systemd/system
rm -f "$units"/multi-user.target.wants/* "$units"/local-fs.target.wants/* "$root"/etc/systemd/system/*.wants/* \
  "$units"/sockets.target.wants/*udev* "$units"/sockets.target.wants/*initctl* "$units"/basic.target.wants/* \
  "$units"/sysinit.target.wants/systemd-tmpfiles-setup.service
echo ReadKMsg=no >>"$root/etc/systemd/journald.conf"
ln -sf /usr/lib/systemd/systemd "$root/sbin/init"
chroot "$root" systemctl enable kubelet.service containerd.service undo-mount-hacks.service
# It would change what the whole machine runs.
chroot "$root" systemctl mask systemd-binfmt.service
