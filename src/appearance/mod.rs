//! What people see: pages, QR codes, badge images.
