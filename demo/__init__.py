"""The demo news site: invented news, machine-translated in style, for trying and testing Newsmend."""
