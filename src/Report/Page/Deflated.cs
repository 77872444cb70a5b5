using System.IO.Compression;

namespace Goalkeeper.Report.Page;

/// <summary>Bytes as a page holds them: deflated (RFC 1951), in base64. Its script inflates them.</summary>
internal static class Deflated
{
    public static string Of(ReadOnlySpan<byte> bytes)
    {
        using var stream = new MemoryStream();
        using (var deflate = new DeflateStream(stream, CompressionLevel.SmallestSize, leaveOpen: true)) deflate.Write(bytes);
        return Convert.ToBase64String(stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }
}
