using KronClip.Bench.Peers;

return args is ["check-peers"] ? PeerCheck.Run() : 0;
