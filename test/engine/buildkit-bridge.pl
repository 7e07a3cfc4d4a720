# Offers the BuildKit inside of a docker daemon on a TCP port, as buildkitd would: buildx's remote driver wants one.
#
#   perl buildkit-bridge.pl HOST:PORT DOCKER_SOCKET
#
# A daemon turns a connection into BuildKit's gRPC when it is asked with `POST /grpc` and `Upgrade: h2c` (moby, /grpc).
use strict;
use warnings;
use IO::Select;
use IO::Socket::INET;
use IO::Socket::UNIX;

my ($address, $socket) = @ARGV;
my $server = IO::Socket::INET->new(LocalAddr => $address, Listen => 64, ReuseAddr => 1) or die "$address: $!\n";
$SIG{CHLD} = 'IGNORE';
while (1) {
    my $client = $server->accept or next;
    next if fork;
    my $daemon = IO::Socket::UNIX->new(Peer => $socket) or die "$socket: $!\n";
    syswrite $daemon, "POST /grpc HTTP/1.1\r\nHost: docker\r\nConnection: Upgrade\r\nUpgrade: h2c\r\nContent-Length: 0\r\n\r\n";
    my $head = '';
    until ($head =~ /\r\n\r\n\z/) { sysread $daemon, $head, 1, length $head or die "no answer\n" }
    $head =~ m{\AHTTP/1\.1 101 } or die "no upgrade: $head";
    relay($client, $daemon);
    exit;
}

# relay(A, B): passes bytes on between two sockets until one is closed.
sub relay {
    my %other = ($_[0] => $_[1], $_[1] => $_[0]);
    my $both = IO::Select->new(@_);
    while (1) {
        for my $from ($both->can_read) {
            sysread $from, my $data, 65536 or return;
            for (my $sent = 0; $sent < length $data;) {
                $sent += syswrite($other{$from}, $data, length($data) - $sent, $sent) // return;
            }
        }
    }
}
