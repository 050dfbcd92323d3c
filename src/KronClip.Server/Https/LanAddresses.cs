using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace KronClip.Server;

/// <summary>Addresses under which other machines of the network find this one.</summary>
static class LanAddresses
{
    /// <summary>Those of all network cards in use, IPv4 first; none that hold for a single cable only.</summary>
    public static IReadOnlyList<IPAddress> All()
    {
        try
        {
            return [.. NetworkInterface.GetAllNetworkInterfaces().Where(card => card.OperationalStatus != OperationalStatus.Down && card.NetworkInterfaceType != NetworkInterfaceType.Loopback)
                .SelectMany(card => card.GetIPProperties().UnicastAddresses.Select(a => a.Address))
                .Where(a => !IPAddress.IsLoopback(a) && !a.IsIPv6LinkLocal && !(a.AddressFamily == AddressFamily.InterNetwork && a.GetAddressBytes() is [169, 254, ..]))
                .Distinct().OrderBy(a => a.AddressFamily == AddressFamily.InterNetwork ? 0 : 1)];
        }
        catch (Exception error) when (error is NetworkInformationException or PlatformNotSupportedException)
        {
            return [];                                      // a machine that does not tell; localhost holds
        }
    }

    /// <summary>The address that a server listens on, for others: itself, or one for each of the machine's where it listens on all of them; none for this machine alone.</summary>
    public static IReadOnlyList<string> Of(Uri listening)
    {
        if (!IPAddress.TryParse(listening.Host.Trim('[', ']'), out var address) || IPAddress.IsLoopback(address))
            return [];
        var all = address.Equals(IPAddress.Any) ? All().Where(a => a.AddressFamily == AddressFamily.InterNetwork) : address.Equals(IPAddress.IPv6Any) ? All() : [address];
        return [.. all.Select(a => new UriBuilder(listening.Scheme, a.ToString(), listening.Port).Uri.GetLeftPart(UriPartial.Authority))];
    }
}
