# The formula of a release: build/fill-manifests.ts puts the checksum in.
class Mailwicket < Formula
  desc "Lets mail programs sign in with OAuth 2.0"
  homepage "https://github.com/mailwicket/mailwicket"
  url "https://github.com/mailwicket/mailwicket/releases/download/v0.1.0/mailwicket-0.1.0.tgz"
  sha256 "SHA256(mailwicket-0.1.0.tgz)"
  license "Apache-2.0"

  depends_on "node"

  def install
    libexec.install Dir["*"]
    bin.install_symlink libexec/"dist/command/mailwicket.js" => "mailwicket"
    chmod 0755, libexec/"dist/command/mailwicket.js"
  end

  service do
    run [opt_bin/"mailwicket", "serve"]
    keep_alive successful_exit: false
    environment_variables PATH: std_service_path_env
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/mailwicket --version")
    assert_match "All went well", shell_output("#{bin}/mailwicket demo --once")
  end
end
