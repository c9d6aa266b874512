//! The parts this program plays when a test starts it as a child.

use std::io::{Read, Write};
use std::net::{TcpStream, UdpSocket};
use std::os::unix::net::UnixDatagram;
use std::process::{Command, ExitCode};
use std::time::Duration;
use std::{env, fs, io, thread};

/// A ready message as a child sends it: length, kind, and a jail with every wall.
const READY: &[u8] = br#"{"limits":"whole","files":"whole","system_calls":"whole"}"#;

/// Plays the part of that name and gives the exit code, or `None` when there is no such part.
pub fn play(name: &str) -> Option<ExitCode> {
    match name {
        "typeset" => Some(postup_certificates::child_main()),
        "fall-silent" => Some(fall_silent()),
        "babble" => Some(say(b"Hello, I am not the program you wanted.\n")),
        "babble-when-asked" => Some(babble_when_asked()),
        "boast" => Some(say(b"\xff\xff\xff\xff+")),
        "collapse" => Some(ExitCode::FAILURE),
        "escape" => Some(escape()),
        "escape-from-jail" => {
            let jail = postup_jail::enter(postup_jail::Limits::default());
            println!("{}", serde_json::to_string(&jail).unwrap());
            Some(escape())
        }
        "hoard" => {
            let memory = Some(64 << 20);
            postup_jail::enter(postup_jail::Limits { memory, ..Default::default() });
            let taken = Vec::<u8>::new().try_reserve_exact(100 << 20);
            println!("{}", if taken.is_ok() { "done" } else { "refused" });
            Some(ExitCode::SUCCESS)
        }
        "toil" => {
            postup_jail::enter(postup_jail::Limits { processor_seconds: Some(1), ..Default::default() });
            loop {
                std::hint::spin_loop();
            }
        }
        _ => None,
    }
}

fn say(bytes: &[u8]) -> ExitCode {
    io::stdout().write_all(bytes).unwrap();
    io::stdout().flush().unwrap();
    fall_asleep()
}

fn say_ready() {
    let length = u32::try_from(READY.len()).unwrap().to_be_bytes();
    let mut output = io::stdout().lock();
    output.write_all(&[&length[..], b"+", READY].concat()).unwrap();
    output.flush().unwrap();
}

fn fall_silent() -> ExitCode {
    say_ready();
    fall_asleep()
}

fn babble_when_asked() -> ExitCode {
    say_ready();
    io::stdin().read_exact(&mut [0]).unwrap();
    say(b"%PDF-1.7 and so on")
}

fn fall_asleep() -> ExitCode {
    thread::sleep(Duration::from_mins(1));
    ExitCode::SUCCESS
}

/// Tries every way out and prints each with what came of it.
fn escape() -> ExitCode {
    let port = env::args().nth(2).unwrap();
    let mut pipe = [0; 1];
    report("read a file", fs::read("/etc/hostname").map(drop));
    report("write a file", fs::write(env::args().nth(3).unwrap(), "escaped"));
    report("list a folder", fs::read_dir("/").map(drop));
    report("connect", TcpStream::connect(format!("127.0.0.1:{port}")).map(drop));
    report("open a port", UdpSocket::bind("127.0.0.1:0").map(drop));
    report("talk to a neighbour", UnixDatagram::unbound().map(drop));
    report("start a program", Command::new("/bin/true").status().map(drop));
    report("take two gigabytes", Vec::<u8>::new().try_reserve_exact(2 << 30).map_err(io::Error::other));
    report("start a thread", thread::Builder::new().spawn(|| ()).map(drop));
    report("read standard input", io::stdin().read(&mut pipe).map(drop));
    ExitCode::SUCCESS
}

fn report(attempt: &str, outcome: io::Result<()>) {
    println!("{attempt}: {}", if outcome.is_ok() { "done" } else { "refused" });
}
