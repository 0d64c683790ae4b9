# What every form says, whatever it asks for.

forms-question = <b>{ $at }/{ $most }</b>  { $question }

forms-button-back = ⬅️ Kembali
forms-button-skip = ⏭ Lewati
forms-button-empty = 🗑 Kosongkan
forms-button-stop = ✖️ Batal
forms-button-change = ✏️ Ubah isian
forms-button-edit = ✏️ { $field }
forms-button-go = ▶️ Lanjutkan
forms-button-restart = 🔄 Mulai baru
forms-button-forget = 🗑 Hapus isian
forms-button-held = ✔️ Pakai “{ $text }”
forms-key-contact = 📱 Bagikan nomor saya
forms-key-contact-hint = Nomor HP usaha
forms-key-place = 📍 Kirim lokasi saya
forms-key-place-hint = Nama kelurahan
forms-key-skip = ⏭ Lewati
forms-key-back = ⬅️ Kembali

forms-noted = Baik.
forms-corrected = ✔️ Jawaban sebelumnya sudah diganti.
forms-empty = belum diisi
forms-first = Ini sudah pertanyaan pertama, Kak.
forms-needed = Yang ini perlu diisi supaya bisa lanjut, Kak.
forms-press-save = Tinggal disimpan, Kak. Tekan <b>Simpan</b> kalau sudah benar, atau <b>Ubah isian</b>.
forms-restarted = Baik, kita ulang dari awal.
forms-too-long = Jawabannya terlalu panjang, Kak. Tolong diringkas, paling banyak { $most } huruf.
forms-no-identity =
    🔒 Itu 16 angka, mirip NIK atau NPWP. Demi keamanan Kakak, angkanya tidak kami simpan, dan kami tidak pernah memintanya. Sebaiknya pesan tadi Kakak hapus.
forms-later = Baik, kita lanjutkan kapan saja. Isian Kakak kami simpan, tinggal tulis <b>lanjut</b>.
forms-stopped =
    Baik, dihentikan dulu. Isian Kakak masih kami simpan; tulis <b>lanjut</b> kalau mau meneruskan, atau hapus dengan tombol di bawah.
forms-left = Baik.
forms-not-done = Baik, tidak jadi. Semuanya tetap seperti semula.
forms-forgotten = Isian tadi sudah dihapus.
forms-not-text = Maaf, saya baru bisa membaca tulisan, Kak. Yang tadi tolong diketik, ya.
forms-not-edited = Pesan yang diubah tidak mengganti jawaban, Kak. Kalau ada yang keliru, tulis misalnya <i>salah, Dapur Bu Tutik</i>, atau tekan Kembali.
forms-back-to = ↩️ Kembali ke isian tadi:
forms-aside-unsure = Maaf, saya belum punya jawabannya. Kakak bisa menanyakannya ke petugas sesudah ini.
forms-nothing-open = Tidak ada isian yang sedang berjalan, Kak.
forms-stale = Pertanyaan itu sudah lewat. Yang sekarang dibuka: { $question }
forms-over = Tombol ini sudah tidak berlaku, Kak. Isiannya sudah selesai atau sudah diganti yang baru.
forms-saved-already = Sudah tersimpan, Kak. Tidak perlu ditekan lagi ✅
