"""Warm kernels: every kernel is a fork of one parent that has everything imported.

`provisioner` is loaded by jupyter_client, `engine` by papermill; nothing else imports either, so
that neither can close an import circle. `parent` is the warm process, `address` says where it is.
"""
