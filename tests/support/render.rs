//! The typesetting process of the tests: the same main as the binary's hidden command.

fn main() -> std::process::ExitCode {
    postup_certificates::child_main()
}
