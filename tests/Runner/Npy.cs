using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Goalkeeper.Tests.Runner;

/// <summary>Writes arrays as NumPy does, and wrongly where a test asks for it.</summary>
internal static class Npy
{
    /// <summary>An .npy file.</summary>
    /// <param name="type">NumPy's descr, such as <c>&lt;f8</c>.</param>
    /// <param name="shape">As Python writes it, without parentheses: "2, 3".</param>
    /// <param name="content">The bytes after the header.</param>
    /// <param name="fortran">Whether the bytes are in Fortran order.</param>
    /// <param name="version">Of the format: 1 to 3.</param>
    public static byte[] Bytes(string type, string shape, byte[] content, bool fortran = false, byte version = 1)
    {
        var order = fortran ? "True" : "False";
        var header = Encoding.ASCII.GetBytes($"{{'descr': '{type}', 'fortran_order': {order}, 'shape': ({shape}), }}\n");
        var size = new byte[version == 1 ? 2 : 4];
        if (version == 1) BinaryPrimitives.WriteUInt16LittleEndian(size, (ushort)header.Length);
        else BinaryPrimitives.WriteInt32LittleEndian(size, header.Length);
        return [0x93, .. "NUMPY"u8, version, 0, .. size, .. header, .. content];
    }

    public static byte[] UInt8(string shape, params byte[] values) => Bytes("|u1", shape, values);

    public static byte[] Int64(string shape, params long[] values) => Bytes("<i8", shape, [.. values.SelectMany(BitConverter.GetBytes)]);

    public static byte[] Float32(string shape, params float[] values) => Bytes("<f4", shape, [.. values.SelectMany(BitConverter.GetBytes)]);

    public static byte[] Float64(string shape, params double[] values) => Bytes("<f8", shape, [.. values.SelectMany(BitConverter.GetBytes)]);

    /// <summary>An .npz file.</summary>
    public static byte[] Zip(IEnumerable<(string Name, byte[] Array)> arrays, bool compressed = true)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, array) in arrays)
            {
                using var entry = zip.CreateEntry(name + ".npy", compressed ? CompressionLevel.Optimal : CompressionLevel.NoCompression).Open();
                entry.Write(array);
            }
        }
        return bytes.ToArray();
    }
}
